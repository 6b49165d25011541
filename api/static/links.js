// Prints the strips, and copies one person's address. Without this script the browser's own print command does it.
const print_ = document.getElementById("print");
if (print_) {
  print_.hidden = false;
  print_.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("button[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.dataset.says);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = button.dataset.done;
    } catch {
      // Only pages of a secure address may write to the clipboard by themselves.
      getSelection().selectAllChildren(text);
      said.textContent = document.execCommand("copy") ? button.dataset.done : button.dataset.failed;
    }
  });
}
