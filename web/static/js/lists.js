/* Tables whose rows can be ticked: "select all", and how many are chosen.
   The words stand in the page: <span id="bulk-n" data-one="1 selected" data-many="# selected">. */

const ticks = () => [...document.querySelectorAll('tbody input:is([name="id"], [name="row"])')];

const count = () => {
  const all = document.getElementById("all");
  if (!all) return;
  const rows = ticks();
  const chosen = rows.filter((tick) => tick.checked).length;
  all.checked = rows.length > 0 && chosen === rows.length;
  all.indeterminate = chosen > 0 && !all.checked;
  const bulk = document.getElementById("bulk");
  if (bulk) bulk.hidden = chosen === 0;
  const words = document.getElementById("bulk-n");
  if (words) words.textContent = chosen === 0 ? "" : chosen === 1 ? words.dataset.one : words.dataset.many.replace("#", String(chosen));
};

document.addEventListener("change", (event) => {
  if (event.target.id === "all") ticks().forEach((tick) => { tick.checked = event.target.checked; });
  if (event.target.id === "all" || ["id", "row"].includes(event.target.name)) count();
});
document.addEventListener("htmx:load", count);
count();
