/* Toasts. A message without an action goes after eight seconds (it was also spoken by #live); the others stay.
   An answer that failed shows what the server says, or, where the server says nothing, one toast with "Try again". */

const BRIEF = 8000;
const toasts = document.getElementById("toasts");

const settle = (toast) => {
  toast.querySelectorAll("[data-close]").forEach((button) => { button.hidden = false; });
  if ("brief" in toast.dataset) setTimeout(() => toast.remove(), BRIEF);
};

if (toasts) {
  toasts.querySelectorAll(".toast").forEach(settle);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.matches?.(".toast")) settle(node);
  }).observe(toasts, { childList: true });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest(".toast")?.remove();
});

/* The server has chosen a place for its answer (HX-Retarget): show it, also when the status is an error. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});

const isRead = (detail) => (detail.requestConfig?.verb ?? "get") === "get";

/* Polling (every 2s) tries again by itself: one toast at a time is enough. */
const failed = (event) => {
  if (!toasts || toasts.querySelector("[data-failed]")) return;
  const model = document.getElementById(isRead(event.detail) ? "not-loaded" : "not-saved");
  const toast = model.content.firstElementChild.cloneNode(true);
  toast.dataset.failed = "";
  toast.querySelector("[data-again]").addEventListener("click", () => { toast.remove(); again(event.detail); });
  toasts.append(toast);
};

const again = (detail) => {
  const { elt, requestConfig } = detail;
  if (!elt?.isConnected || !requestConfig) return;
  const by = requestConfig.triggeringEvent;
  if (elt.matches("form")) elt.requestSubmit(by?.submitter?.isConnected ? by.submitter : undefined);
  else elt.dispatchEvent(new Event(by?.type ?? "click", { bubbles: true, cancelable: true }));
};

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Retarget")) failed(event);
});
