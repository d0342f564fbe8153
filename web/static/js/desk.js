/* Licence Desk, the little that HTML and htmx do not do by themselves.
   Everything here is an extra: each action is also a button, link or form.
   Listeners sit on the document, so that they hold for what htmx brings later. */

import "./keys.js";
import "./messages.js";
import "./files.js";
import "./lists.js";
import "./bench.js";
import "./news.js";
import "./words.js";
import "./rows.js";
import "./focus.js";

/* What only works with a script is hidden until one runs; what htmx brings is treated alike. */
const prepare = (root) => {
  root.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  const error = root.querySelector("[autofocus][tabindex='-1']");
  if (error) error.focus({ preventScroll: true });
};
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));

document.addEventListener("change", (event) => {
  const shown = event.target.dataset.shows;
  if (shown) document.getElementById(shown).type = event.target.checked ? "text" : "password";
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();

  /* Colours: the page changes at once; the form keeps the choice in a cookie. */
  const choice = event.target.closest("[data-theme-choice]");
  if (choice) {
    if (choice.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice.value;
    document.querySelectorAll("[data-theme-choice]").forEach((each) => each.setAttribute("aria-pressed", String(each === choice)));
  }
});

/* On a narrow screen the results come before the filters are opened. */
if (matchMedia("(max-width: 64rem)").matches) {
  document.querySelectorAll("[data-narrow-closed]").forEach((part) => { part.open = false; });
}
