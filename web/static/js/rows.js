/* Rows that open under a row. The link fetches its row once; after that it only shows and hides it.

     <a href="…" data-row="detail-ill" aria-expanded="false" hx-get="…" hx-target="closest tr" hx-swap="afterend"> */

const show = (link, row, open) => {
  row.hidden = !open;
  link.setAttribute("aria-expanded", String(open));
  link.setAttribute("aria-controls", row.id);
  link.closest("tr").classList.toggle("is-open", open);
  const group = link.closest("tbody")?.querySelector("[scope=rowgroup]");
  if (group) group.rowSpan = [...link.closest("tbody").rows].filter((each) => !each.hidden).length;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-row]");
  const row = link && document.getElementById(link.dataset.row);
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  show(link, row, row.hidden);
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  const link = event.detail.requestConfig?.elt;
  if (!link?.matches?.("a[data-row]")) return;
  const row = document.getElementById(link.dataset.row);
  if (row) show(link, row, true);
});
