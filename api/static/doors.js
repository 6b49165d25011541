// Says when Caps Lock is on. Without this script the door opens just the same.
const hint = document.querySelector("#caps span");
const field = document.getElementById("password");

for (const event of ["keydown", "keyup", "mousedown"]) {
  field.addEventListener(event, (one) => {
    hint.hidden = !(one.getModifierState && one.getModifierState("CapsLock"));
  });
}
