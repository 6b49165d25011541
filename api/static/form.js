// Sends forms marked with data-kept without leaving the page: what was typed stays when the connection is lost or the
// server refuses. Without this script they are sent as any form is.
function banner(form) {
  let said = document.getElementById("offline");
  if (!said) {
    said = document.createElement("p");
    said.id = "offline";
    said.className = "offline";
    said.setAttribute("role", "alert");
    document.querySelector("main").prepend(said);
  }
  said.textContent = form.dataset.kept;
  said.scrollIntoView({ block: "nearest" });
}

async function send(event) {
  const form = event.target.closest("form[data-kept]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const buttons = [...form.querySelectorAll("button")];
  const given = new URLSearchParams(new FormData(form, event.submitter));
  // Without an attribute of its own, a button names the page as its address, whatever the form says.
  const address = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
  for (const button of buttons) button.disabled = true;
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body: given, headers: { Accept: "text/html" } });
  } catch {
    answer = null;
  }
  for (const button of buttons) button.disabled = false;
  if (!answer || answer.status === 502 || answer.status === 504) return banner(form);
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  const first = document.querySelector("[aria-invalid='true']") || document.getElementById("problem");
  if (first) first.focus();
}

document.addEventListener("submit", send);
