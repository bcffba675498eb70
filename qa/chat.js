// The conversation's own script: a new turn scrolls into sight.
watch('value', () => {
  const room = document.getElementById('g-chat');
  const asked = element.querySelectorAll('.g-q');
  if (room && asked.length) room.scrollTop = asked[asked.length - 1].offsetTop - 12;
});
