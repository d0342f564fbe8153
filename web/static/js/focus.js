/* The focus after a swap. htmx gives it back to the control with the same id; where that is gone with what was there,
   the control that `data-else` names takes it, or what was put in its place. It never falls back to the top of the page.

     <a id="left-ill" data-else="right-ill" hx-get="…" hx-target="#mx" hx-swap="outerHTML"> */

let lost = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target;
  const had = document.activeElement;
  lost = event.detail.shouldSwap && place.contains(had) ? { instead: had.dataset.else, place: place.id } : null;
});

document.addEventListener("htmx:afterSettle", () => {
  if (!lost || document.activeElement !== document.body) return;
  const next = document.getElementById(lost.instead) ?? document.getElementById(lost.place);
  lost = null;
  if (!next) return;
  if (next.tabIndex < 0) next.tabIndex = -1;
  next.focus({ preventScroll: true });
});
