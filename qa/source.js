// The source panel's own script: the marked place scrolls into sight, within the panel only.
const reveal = () => {
  const room = document.getElementById('g-source');
  const mark = element.querySelector('.g-box, .g-marked') || element.querySelector('details[open] .g-cell');
  if (!room || !mark) return;
  const top = element.querySelector('.g-src-top');
  const off = mark.getBoundingClientRect().top - room.getBoundingClientRect().top;
  const covered = top ? top.offsetHeight : 0;
  if (off < covered || off > room.clientHeight - 60) room.scrollTop += off - (covered + room.clientHeight) / 2;
};
watch('value', () => {
  const room = document.getElementById('g-source');
  if (room) room.scrollTo({ top: 0, behavior: 'instant' });
  requestAnimationFrame(reveal);
});
