() => {
  // The upload areas speak the browser's language and hide that from those who do not see: here they speak the page's.
  const words = { zh: ['将文件拖放到此处', '- 或 -', '点击上传'], en: ['Drop a file here', '- or -', 'Click to upload'] };
  const mend = () => {
    const language = document.querySelector('.g-name')?.dataset.language;
    for (const area of document.querySelectorAll('.upload-container, button:has(> .wrap > .icon-wrap)')) {
      area.removeAttribute('aria-label');
      const walk = document.createTreeWalker(area, NodeFilter.SHOW_TEXT, (node) => (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT));
      const texts = [];
      while (walk.nextNode()) texts.push(walk.currentNode);
      if (language && texts.length === 3) texts.forEach((text, i) => { if (text.data !== words[language][i]) text.data = words[language][i]; });
    }
  };
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  mend();
}
