// The conversation's own script: a new turn scrolls into sight; its answer opens its first source.
// A question that is sent stands here at once, and its box is empty; what the server shows takes its place.
const box = () => document.querySelector('#g-question textarea');
const write = (text) => {
  box().value = text;
  box().dispatchEvent(new Event('input', { bubbles: true }));
};
const row = (kind, text) => Object.assign(document.createElement('div'), { className: kind, textContent: text });
let sent = null;
document.addEventListener('gouji-asked', ({ detail }) => {
  const room = element.querySelector('.g-log, .g-welcome');
  if (!detail.trim() || !room) return;
  if (room.className !== 'g-log') room.replaceChildren();
  room.className = 'g-log';
  sent = row('g-q', detail.trim());
  room.append(sent, row('g-a g-wait g-busy', room.dataset.searching));
  document.getElementById('g-chat').scrollTop = sent.offsetTop - 12;
  if (box()?.value === detail) write('');
});
document.addEventListener('gouji-unheard', () => {
  if (!sent?.isConnected) return;
  sent.nextSibling.replaceWith(row('g-a g-wait', sent.parentElement.dataset.unheard));
  if (box()?.value === '') write(sent.textContent);
});
let turns = element.querySelectorAll('.g-q').length;
let answers = element.querySelectorAll('.g-a:not(.g-wait)').length;
watch('value', () => {
  const asked = element.querySelectorAll('.g-q');
  const answered = element.querySelectorAll('.g-a:not(.g-wait)').length;
  const last = asked.length - 1;
  const room = document.getElementById('g-chat');
  if (room && asked.length) room.scrollTop = asked[last].offsetTop - 12;
  if (answered > answers) {
    element.querySelector(`[data-turn="${last}"][data-cite="1"]`)?.setAttribute('aria-pressed', 'true');
    trigger('source', { turn: last, cite: 1 });
  }
  turns = asked.length;
  answers = answered;
});
