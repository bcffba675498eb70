// The conversation's own script: a new turn scrolls into sight and empties the box it came from; its answer opens its first source.
let turns = element.querySelectorAll('.g-q').length;
let answers = element.querySelectorAll('.g-a:not(.g-wait)').length;
watch('value', () => {
  const asked = element.querySelectorAll('.g-q');
  const answered = element.querySelectorAll('.g-a:not(.g-wait)').length;
  const last = asked.length - 1;
  const room = document.getElementById('g-chat');
  if (room && asked.length) room.scrollTop = asked[last].offsetTop - 12;
  const box = document.querySelector('#g-question textarea');
  if (asked.length > turns && box && box.value.trim() === asked[last].dataset.asked) {
    box.value = '';
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (answered > answers) {
    element.querySelector(`[data-turn="${last}"][data-cite="1"]`)?.setAttribute('aria-pressed', 'true');
    trigger('source', { turn: last, cite: 1 });
  }
  turns = asked.length;
  answers = answered;
});
