/* What others do in the same review. #news asks now and then, while the page is looked at; what comes back are rows in
   a <template>, put in the place of those that are there. The open term is never replaced: somebody may be typing. */

const EVERY = 4000;

setInterval(() => {
  const news = document.getElementById("news");
  if (news && document.visibilityState === "visible") window.htmx.trigger(news, "news");
}, EVERY);

const renew = (row) => {
  const there = document.getElementById(row.id);
  if (!there || there.classList.contains("q--open")) return;
  const hadFocus = there.contains(document.activeElement);
  there.replaceWith(row);
  window.htmx.process(row);
  if (hadFocus) row.querySelector("a")?.focus({ preventScroll: true });
};

const tell = (model) => {
  const place = document.querySelector(`#${CSS.escape(model.dataset.onOpen)}.q--open .q__news`);
  if (!place) return;
  place.replaceChildren(model.content.cloneNode(true));
  window.htmx.process(place);
};

document.addEventListener("htmx:load", (event) => {
  if (event.target.id !== "news") return;
  event.target.querySelectorAll("template[data-rows]").forEach((model) => [...model.content.children].forEach(renew));
  event.target.querySelectorAll("template[data-on-open]").forEach(tell);
  event.target.replaceChildren();
});

/* An answer that was asked for by a page that has changed since then would bring back what was. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const asked = event.detail.requestConfig?.elt;
  if (asked?.id === "news" && !asked.isConnected) event.detail.shouldSwap = false;
});
