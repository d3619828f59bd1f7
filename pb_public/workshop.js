// Sends the code and the new password, and says in words how it went.
const form = document.getElementById("workshop");
const answer = document.getElementById("answer");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code: form.code.value, password: form.password.value }),
    });
    const text = await reply.json();
    answer.className = reply.ok ? "" : "alert";
    answer.textContent = reply.ok
      ? `The password is set. Sign in with ${text.email}.`
      : reply.status === 404
        ? "This works on the PC itself only, at 127.0.0.1 or localhost."
        : text.message;
    if (reply.ok) form.reset();
  } catch {
    answer.className = "alert";
    answer.textContent = "Touchstone does not answer. Check that it is still running, then try again.";
  }
  button.disabled = false;
});
