// A signature by finger or pen: polylines of whole numbers from 0 to 1000, thinned while they are drawn.
const MOST_STROKES = 60, MOST_POINTS = 400, NEAR = 4;

for (const field of document.querySelectorAll(".sign")) {
  const canvas = field.querySelector("canvas"), hidden = field.querySelector("[name=strokes]");
  const pen = canvas.getContext("2d");
  let strokes = [], current = null;
  field.querySelector(".pad").hidden = false;

  function at(event) {
    const box = canvas.getBoundingClientRect();
    const part = (value, start, length) => Math.max(0, Math.min(1000, Math.round((1000 * (value - start)) / length)));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  }

  function draw() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    for (const points of strokes) {
      pen.beginPath();
      for (let i = 0; i < points.length; i += 2) {
        pen.lineTo((points[i] * canvas.width) / 1000, (points[i + 1] * canvas.height) / 1000);
      }
      pen.stroke();
    }
    hidden.value = strokes.length ? JSON.stringify(strokes) : "";
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (strokes.length >= MOST_STROKES) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    strokes.push((current = [x, y, x, y]));
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || current.length >= 2 * MOST_POINTS) return;
    const [x, y] = at(event), [lastX, lastY] = current.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < NEAR) return;
    current.push(x, y);
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { current = null; });
  field.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
  });
  field.addEventListener("signed", () => {
    strokes = [];
    draw();
  });
}
