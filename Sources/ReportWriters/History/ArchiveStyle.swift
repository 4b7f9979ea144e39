/// The style sheet of the archive page: two sets of colours, both with a contrast of 7 to 1 for
/// text, and none of the colours tells anything that the words do not.
enum ArchiveStyle {
  static let sheet = HTML.StaticText(
    """
    :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #ffffff; --soft: #555555;
      --rule: #c9c9c9; --mark: #00528a; --wide: #7fb2d6; }
    @media (prefers-color-scheme: dark) { :root { --ink: #f0f0f0; --paper: #16181a;
      --soft: #b9b9b9; --rule: #4a4d50; --mark: #8ac6f2; --wide: #3c6f93; } }
    body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      margin: 0 auto; max-width: 72rem; padding: 1rem; overflow-wrap: anywhere; }
    h1, h2, h3 { line-height: 1.2; }
    h2 { border-top: 1px solid var(--rule); padding-top: 1rem; }
    a { color: var(--mark); }
    .soft { color: var(--soft); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
    caption { text-align: left; color: var(--soft); padding-bottom: 0.25rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0;
      border-bottom: 1px solid var(--rule); overflow-wrap: normal; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums;
      white-space: nowrap; }
    .trends { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
    .trends li { width: 14rem; }
    svg { display: block; max-width: 100%; height: auto; }
    svg .trend { fill: none; stroke: var(--mark); stroke-width: 1.5; }
    svg .point { fill: var(--mark); }
    svg .interval { stroke: var(--wide); stroke-width: 2; }
    svg .wide { stroke-width: 6; }
    svg .scale { stroke: var(--rule); stroke-width: 1; }
    .files { columns: 12rem; padding-left: 1rem; }
    @media print { body { max-width: none; padding: 0; font-size: 10pt; }
      section, tr, .trends li { break-inside: avoid; } details { display: none; } }
    """)
}
