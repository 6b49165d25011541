// Hands the secret behind the address's # over with the PIN, and takes it out of the address and the history. Without
// this script the code is typed by hand.
const code = document.getElementById("code");
const entry = document.getElementById("code-entry");
const kept = document.getElementById("code-kept");
const language = document.querySelector(".side a[hreflang]");
const found = decodeURIComponent(location.hash.slice(1));

function hide() {
  entry.hidden = true;
  kept.hidden = false;
  // The same page in the other language knows the code too.
  language.hash = code.value;
  document.getElementById("pin").focus();
}

document.getElementById("code-other").addEventListener("click", () => {
  entry.hidden = false;
  kept.hidden = true;
  code.focus();
  code.select();
});
if (found) {
  code.value = found;
  // Inside LINE the address has to stay, or its own browser could not hand it on to the phone's.
  if (!/ Line\//.test(navigator.userAgent)) history.replaceState(null, "", location.pathname + location.search);
}
if (/^[a-z2-9]{28}$/.test(code.value)) hide();
