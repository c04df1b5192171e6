/** What somebody may write wherever people write: titles, names, labels, branches. */

/** Each of them tries to become something else than text: an element named `evil`, an attribute of that name, a script. */
export const hostileWords = {
  markup: '<evil>x</evil><script>window.evil = 1</script><img src=x onerror="window.evil = 1">',
  attribute: `" evil="1" onmouseover="window.evil = 1" x="' evil='1' onfocus='window.evil = 1' autofocus x='`,
  ends: '</title></style></textarea></svg></desc><evil></evil><iframe src="http://evil.example"></iframe>',
  comment: '--><evil></evil><!--',
  cdata: ']]><evil></evil><![CDATA[',
  entities: '&lt;evil&gt; &#x3c;evil&#x3e; &amp;amp;',
  link: '[click](javascript:window.evil=1) javascript:window.evil=1 ![x](http://evil.example/x.png)',
  template: '${window.evil = 1} {{constructor.constructor("window.evil = 1")()}} <%= 1 %>',
  turned: 'a\u202Egnp.exe\u2066b\u200F\u061C',
  hebrew: 'אבג 12 (דהו',
  towers: `a${'\u0301'.repeat(500)}`,
  unbroken: 'x'.repeat(300),
} as const;

/** As long as GitHub lets a text be, and longer. */
export const longWords = {
  letters: 'x'.repeat(60_000),
  brackets: '<'.repeat(60_000),
  families: '👩‍👩‍👧'.repeat(7500),
} as const;
