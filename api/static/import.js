// A file can be dragged onto the form, and one that is too large is not sent. Without this script the form is a form.
const form = document.querySelector(".upload");
if (form) {
  const place = form.querySelector(".drop"), file = document.getElementById("file");
  const large = document.getElementById("file-large"), button = form.querySelector("button");

  const fits = () => {
    const is = !file.files[0] || file.files[0].size <= Number(form.dataset.most);
    large.hidden = is;
    large.textContent = is ? "" : form.dataset.tooLarge;
    return is;
  };

  form.querySelector(".drag").hidden = false;
  file.addEventListener("change", fits);
  for (const name of ["dragover", "dragenter"]) {
    place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (event.dataTransfer.files.length) { file.files = event.dataTransfer.files; fits(); }
  });
  form.addEventListener("submit", (event) => {
    if (!fits()) { event.preventDefault(); file.focus(); return; }
    button.disabled = true;
    button.textContent = form.dataset.sending;
  });
  // Back from the next page: it can be sent again.
  addEventListener("pageshow", () => { button.disabled = false; });
}
