// Two places side by side come into sight where they stand below what asked for them.
watch('value', () => {
  if (element.querySelector('.g-compare')) requestAnimationFrame(() => element.scrollIntoView({ block: 'nearest' }));
});
