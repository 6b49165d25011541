// While fixes are looked for, shows every second how far it is, without moving the page. Without this script the page
// loads itself again.
async function look() {
  const section = document.querySelector("[data-looking]");
  if (!section) return;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = page.getElementById(section.id);
      const held = section.contains(document.activeElement) ? document.activeElement.textContent : null;
      if (newer) section.replaceWith(newer);
      const again = held && newer && [...newer.querySelectorAll("a, button")].find((one) => one.textContent === held);
      if (again) again.focus();
      if (newer && !newer.dataset.looking) return;
    }
  } catch {
    // The connection may be back in a second.
  }
  setTimeout(look, 1000);
}

setTimeout(look, 1000);
