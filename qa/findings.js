// The findings' own script: what was opened stays open when a decision changes the list, and the keyboard stays where it was.
const opened = new Set();
let last = null;
element.addEventListener('toggle', (event) => {
  const key = event.target.dataset.key;
  if (key) opened[event.target.open ? 'add' : 'delete'](key);
}, true);
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-event=decide]');
  if (button) last = button.closest('details').dataset.key;
});
watch('value', () => {
  for (const one of element.querySelectorAll('details[data-key]')) {
    if (opened.has(one.dataset.key)) one.open = true;
    if (one.dataset.key === last) one.querySelector('summary').focus({ preventScroll: true });
  }
  last = null;
});
