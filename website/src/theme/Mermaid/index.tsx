import ErrorBoundary from '@docusaurus/ErrorBoundary';
import { ErrorBoundaryErrorMessageFallback } from '@docusaurus/theme-common';
import {
  MermaidContainerClassName,
  useMermaidConfig,
  useMermaidRenderResult,
} from '@docusaurus/theme-mermaid/client';
import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';

/** The smallest text that a diagram may have on any screen, in CSS pixels. */
const smallestText = 12;

/** Screens on which the lanes of a diagram stand closer together, so that three of them fit. */
const narrowScreen = '(max-width: 600px)';
const narrowLanes = { width: 122, actorMargin: 4, diagramMarginX: 2, wrapPadding: 2, noteMargin: 4 };

/** A diagram that a narrow screen shows in a box which scrolls, also by keyboard, rather than in letters too small to read. */
export default function Mermaid({ value }: { readonly value: string }) {
  return (
    <ErrorBoundary fallback={(params) => <ErrorBoundaryErrorMessageFallback {...params} />}>
      <Diagram value={value} />
    </ErrorBoundary>
  );
}

function Diagram({ value }: { readonly value: string }) {
  const rendered = useMermaidRenderResult({ text: value, config: useConfigForScreen() });
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (rendered === null || box.current === null) return;
    rendered.bindFunctions?.(box.current);
    keepReadable(box.current);
  }, [rendered]);
  if (rendered === null) return null;
  return (
    <section
      ref={box}
      className={MermaidContainerClassName}
      aria-label={`Diagram: ${titleOf(value)}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
      tabIndex={0}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the drawing is made of a file of this repository.
      dangerouslySetInnerHTML={{ __html: rendered.svg }}
    />
  );
}

function useConfigForScreen() {
  const config = useMermaidConfig();
  const isNarrow = useSyncExternalStore(
    watchScreen,
    () => window.matchMedia(narrowScreen).matches,
    () => false,
  );
  return useMemo(
    () => (isNarrow ? { ...config, sequence: { ...config.sequence, ...narrowLanes } } : config),
    [config, isNarrow],
  );
}

function watchScreen(onChange: () => void) {
  const screen = window.matchMedia(narrowScreen);
  screen.addEventListener('change', onChange);
  return () => screen.removeEventListener('change', onChange);
}

/** Gives the drawing the least width, by its viewBox, at which its smallest text is readable. */
function keepReadable(box: HTMLElement) {
  const svg = box.querySelector('svg');
  if (svg === null) return;
  const sizes = [...svg.querySelectorAll('text')].map((text) =>
    Number.parseFloat(getComputedStyle(text).fontSize),
  );
  const scale = smallestText / Math.min(...sizes, 16);
  svg.style.minWidth = `${Math.ceil(svg.viewBox.baseVal.width * Math.min(scale, 1))}px`;
}

/** The title that every diagram of the proposal has for those who cannot see it. */
function titleOf(source: string) {
  return /^\s*accTitle: *(.+)$/m.exec(source)?.[1] ?? 'without a title';
}
