// Copies a text for pasting elsewhere. Without this script it is selected and copied by hand.
const button = document.getElementById("copy");
if (button) {
  const text = document.getElementById(button.dataset.copies);
  const said = document.getElementById("copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.focus();
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = button.dataset.done;
    } catch {
      // Only pages of a secure address may write to the clipboard by themselves.
      said.textContent = document.execCommand("copy") ? button.dataset.done : button.dataset.failed;
    }
  });
}
