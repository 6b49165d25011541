// Keeps the map and the list at the same stop. Without this script each stop is still a link into the map.
const frame = document.querySelector("iframe[data-src]");

function choose(stop) {
  for (const one of document.querySelectorAll(".stop")) one.classList.toggle("is-chosen", one.id === stop);
}

function follow() {
  const stop = /^#stop-\d+$/.test(location.hash) ? location.hash : "";
  frame.src = frame.dataset.src + stop;
  choose(stop.slice(1));
}

for (const link of document.querySelectorAll(".pick")) {
  link.addEventListener("click", () => {
    choose(link.dataset.stop);
    history.replaceState(null, "", "#" + link.dataset.stop);
  });
}
addEventListener("hashchange", follow);
follow();
