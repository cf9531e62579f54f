// Conveniences only: everything works without this file.

// Dates: puts the strokes in while somebody types 03021930.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.hasAttribute("data-day")) return;
  if (event.inputType !== "insertText") return;
  const text = field.value;
  if (field.selectionStart !== text.length) return;
  if (/^\d{2}$/.test(text) || /^\d{2}\/\d{2}$/.test(text)) field.value = text + "/";
});
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.hasAttribute("data-day")) return;
  const plain = /^(\d{1,2})[/.\- ]?(\d{1,2})[/.\- ]?(\d{4})$/.exec(field.value.trim());
  if (plain) field.value = `${plain[1].padStart(2, "0")}/${plain[2].padStart(2, "0")}/${plain[3]}`;
});

// Typing a day beside "theo ngày" chooses it.
document.addEventListener("input", (event) => {
  if (event.target.name !== "cautruc_ngay") return;
  const other = event.target.form?.querySelector('input[name="cautruc"][value="ngay-khac"]');
  if (other && event.target.value) other.checked = true;
});

// A form that is sent twice by a double click does its work once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});

// The summary of errors is read first.
document.querySelector(".errors")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On paper every twin of a chart is open.
window.addEventListener("beforeprint", () => {
  for (const twin of document.querySelectorAll("details.table-twin")) twin.open = true;
});

// On a narrow screen the filter starts folded, unless it is in use, and so do the ways to take a list away.
if (window.matchMedia("(max-width: 820px)").matches) {
  for (const box of document.querySelectorAll("details.filter-box:not([data-used]), details.exports")) box.open = false;
}
