() => {
  // The upload areas' own label is English and hides the words that are shown: their name is what is shown.
  const bare = () => document.querySelectorAll('.upload-container[aria-label]').forEach((area) => area.removeAttribute('aria-label'));
  new MutationObserver(bare).observe(document.body, { childList: true, subtree: true });
  bare();
}
