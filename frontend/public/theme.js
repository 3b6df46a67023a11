// Runs before first paint, so that no page flashes in the wrong theme. Keep in step with src/lib/theme.ts.
(() => {
  var choice = null;
  try {
    choice = localStorage.getItem('stoke.theme');
  } catch {
    // Storage can be refused; the system's wish decides then.
  }
  if (choice !== 'dark' && choice !== 'light') {
    choice = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  }
  document.documentElement.dataset.theme = choice;
  document
    .querySelector('meta[name=theme-color]')
    .setAttribute('content', choice === 'light' ? '#faf8f5' : '#12100e');
})();
