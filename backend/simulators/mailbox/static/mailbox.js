// Shows new mail by itself: asks for the newest id, and loads the page again only when it changed.
const shown = document.body.dataset.newest;

async function look() {
  if (document.hidden || document.body.dataset.filtered) return;
  const answer = await fetch('/api/version').catch(() => null);
  if (!answer?.ok) return;
  const { newest } = await answer.json();
  if ((newest ?? '') !== shown && document.activeElement?.tagName !== 'INPUT') location.reload();
}

setInterval(look, 2000);
