/* Keys. A control says itself which key presses it:

     <button data-key="a">Accept <kbd>a</kbd></button>      <input data-key="/">      <a data-key="]" href="…">

   A search box is focused, anything else is clicked. The open item of a queue (.q--open) comes first, then the page.
   Single keys rest while somebody types or a dialog is open, and can be turned off (WCAG 2.1.4). "Escape" and
   "Ctrl+Enter" also work while typing. data-steps="SELECTOR" on a list gives it j and k (or the two letters of
   data-step-keys) to walk through the elements that SELECTOR finds. */

const KEPT = "keys";
const kept = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };
const keep = (value) => { try { localStorage.setItem(KEPT, value); } catch { /* a private window */ } };
const keysAreOn = () => kept() !== "off";

const TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const isTyping = (event) => event.target.closest?.(TEXT) !== null;

const usable = (control) => control.checkVisibility() && !control.disabled && control.getAttribute("aria-disabled") !== "true";
const controlFor = (key) => {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const found = [...document.querySelectorAll(`.q--open ${wanted}`), ...document.querySelectorAll(wanted)];
  return found.find(usable);
};

const press = (control) => {
  if (control.matches("input[type=search], input[type=text], textarea")) { control.focus(); control.select(); return; }
  if (control.matches("input[type=radio], input[type=checkbox]")) control.focus();
  control.click();
};

/* One step up or down a list, from where the focus is, else from the open item. */
const step = (list, by) => {
  const items = [...list.querySelectorAll(list.dataset.steps)];
  if (items.length === 0) return;
  const focused = items.findIndex((item) => item.contains(document.activeElement));
  const from = focused < 0 ? items.findIndex((item) => item.classList.contains("q--open")) : focused;
  const next = items[Math.min(items.length - 1, Math.max(0, from + by))];
  const target = next.querySelector("a.q__row") ?? next;
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
};

const stepFor = (key) => {
  for (const list of document.querySelectorAll("[data-steps]")) {
    const [down, up] = list.dataset.stepKeys ?? "jk";
    if (key === down) return () => step(list, 1);
    if (key === up) return () => step(list, -1);
  }
  return null;
};

/* Escape in a search box is for the search: what stands there is emptied (browsers do that), then the box is left. It
   never cancels a form that is open beside it. */
const leaveSearch = (box) => {
  if (box.value) return;
  const open = document.querySelector(".q--open");
  if (open) open.focus({ preventScroll: true });
  else box.blur();
};

const nameOf = (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" ? "Ctrl+Enter" : event.key;

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.isComposing) return;
  const key = nameOf(event);
  const always = key === "Escape" || key === "Ctrl+Enter";
  if (!always && (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || !keysAreOn())) return;
  if (key === "Escape" && event.target.matches("input[type=search]")) { leaveSearch(event.target); return; }
  const control = controlFor(key);
  const action = control ? () => press(control) : key === "?" ? showKeys : stepFor(key);
  if (!action) return;
  event.preventDefault();
  action();
});

const showKeys = () => document.getElementById("keys")?.showModal();

const box = document.getElementById("keys-on");
if (box) {
  box.checked = keysAreOn();
  box.addEventListener("change", () => keep(box.checked ? "on" : "off"));
}
