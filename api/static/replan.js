// Looks how far the tries on the cards are, and shows the page again when one of them has ended. Without this script the
// page looks again by itself every two seconds.
const cards = [...document.querySelectorAll("[data-job]")];
let rounds = 0;

async function look() {
  rounds += 1;
  for (const card of cards) {
    let job;
    try {
      const answer = await fetch(`/api/v1/jobs/${card.dataset.job}`, { headers: { Accept: "application/json", "X-By-Itself": "1" } });
      if (!answer.ok) return location.reload();
      job = await answer.json();
    } catch {
      continue;
    }
    if (!["waiting", "running"].includes(job.status)) {
      const level = encodeURIComponent(card.dataset.level);
      return location.replace(`${location.pathname}?level=${level}`);
    }
    const bar = card.querySelector(".bar rect:last-child");
    if (bar) bar.setAttribute("width", String(Math.round(100 * job.share)));
  }
  setTimeout(look, rounds < 20 ? 250 : 1000);
}

if (cards.length) setTimeout(look, 250);
