// A convenience only: what is ticked so far, so that the money in the hand can be held against it before saving.
for (const form of document.querySelectorAll("form[data-sums]")) {
  const told = form.querySelector("[data-ticked]");
  const tell = () => {
    const ticked = [...form.querySelectorAll("input[data-sum]:checked")];
    const people = new Set(ticked.map((one) => one.value.split(":")[0])).size;
    const sum = ticked.reduce((total, one) => total + Number(one.dataset.sum), 0);
    told.hidden = !ticked.length;
    told.textContent = `Đã đánh dấu ${people.toLocaleString("vi")} đồng chí: ${sum.toLocaleString("vi")}\u00a0đ`;
  };
  if (!told) continue;
  form.addEventListener("change", tell);
  tell();
}
