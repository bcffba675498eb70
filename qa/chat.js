// The conversation's own script: a chip opens its source, a new turn scrolls into sight.
element.addEventListener('click', (event) => {
  const chip = event.target.closest('button[data-cite]');
  if (!chip) return;
  element.querySelectorAll('button[aria-pressed]').forEach((other) => other.removeAttribute('aria-pressed'));
  chip.setAttribute('aria-pressed', 'true');
  trigger('source', { turn: Number(chip.dataset.turn), cite: Number(chip.dataset.cite) });
  const panel = document.getElementById('g-source');
  if (panel && window.matchMedia('(max-width: 760px)').matches) panel.scrollIntoView({ behavior: 'smooth', block: 'start' });
});
watch('value', () => {
  const room = document.getElementById('g-chat');
  const asked = element.querySelectorAll('.g-q');
  if (room && asked.length) room.scrollTop = asked[asked.length - 1].offsetTop - 12;
});
