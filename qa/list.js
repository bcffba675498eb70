// A long list can be sifted by a word.
element.addEventListener('input', (event) => {
  if (!event.target.matches('.g-sift input')) return;
  const word = event.target.value.trim().toLowerCase();
  for (const row of element.querySelectorAll('tbody tr')) row.hidden = !row.textContent.toLowerCase().includes(word);
});
