/* File fields. The input does the work; this takes a drop, lists what was chosen and shows how much is sent. */

const inputOf = (zone) => zone.querySelector("input[type=file]");

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", kind === "dragover");
    if (kind !== "drop" || event.dataTransfer.files.length === 0) return;
    const input = inputOf(zone);
    const chosen = new DataTransfer();
    [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => chosen.items.add(file));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const size = (bytes) => new Intl.NumberFormat(document.documentElement.lang, {
  style: "unit", unit: bytes < 1e6 ? "kilobyte" : "megabyte", maximumFractionDigits: 1,
}).format(bytes / (bytes < 1e6 ? 1e3 : 1e6));

document.addEventListener("change", (event) => {
  const list = event.target.type === "file" && document.querySelector(`[data-files="${CSS.escape(event.target.id)}"]`);
  if (!list) return;
  const model = list.parentElement.querySelector("[data-file-row]");
  list.replaceChildren(...[...event.target.files].map((file) => {
    const row = model.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-size]").textContent = size(file.size);
    return row;
  }));
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const { loaded, total, lengthComputable } = event.detail;
  if (!lengthComputable) return;
  const share = Math.round((100 * loaded) / total);
  event.target.querySelectorAll?.(".fileitem").forEach((row) => {
    row.dataset.state = "sending";
    row.querySelector("[data-sending]").hidden = false;
    row.querySelector("[data-share]").textContent = `${share}%`;
    const bar = row.querySelector("progress");
    bar.hidden = false;
    bar.value = share;
  });
});

/* What was not taken is not on its way any more: the row is as it was before it was sent. */
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) return;
  event.target.querySelectorAll?.(".fileitem").forEach((row) => {
    row.dataset.state = "chosen";
    row.querySelector("[data-sending]").hidden = true;
    row.querySelector("progress").hidden = true;
  });
});
