// A button for the browser's own print command.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => print());
