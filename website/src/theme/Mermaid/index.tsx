import ErrorBoundary from '@docusaurus/ErrorBoundary';
import { ErrorBoundaryErrorMessageFallback } from '@docusaurus/theme-common';
import {
  MermaidContainerClassName,
  useMermaidConfig,
  useMermaidRenderResult,
} from '@docusaurus/theme-mermaid/client';
import {
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
// Of the drawings on a wide and on a narrow screen, by their titles: npm run record:diagrams.
import sizes from '../../../data/diagram-sizes.json';

/** What a drawing measures, in CSS pixels; `least` is the width below which it scrolls. */
interface DrawingSize {
  readonly width: number;
  readonly height: number;
  readonly least: number;
}
type DrawingSizes = Readonly<Record<'wide' | 'narrow', DrawingSize>>;

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
  const box = useRef<HTMLElement>(null);
  const isWanted = useWanted(box);
  const title = titleOf(value);
  return (
    <section
      ref={box}
      className={MermaidContainerClassName}
      aria-label={`Diagram: ${title}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
      tabIndex={0}
    >
      {isWanted ? <Drawing value={value} title={title} /> : <Room title={title} />}
    </section>
  );
}

function Drawing({ value, title }: { readonly value: string; readonly title: string }) {
  const rendered = useMermaidRenderResult({ text: value, config: useConfigForScreen() });
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (rendered === null || box.current === null) return;
    rendered.bindFunctions?.(box.current);
    keepReadable(box.current);
  }, [rendered]);
  if (rendered === null) return <Room title={title} />;
  return (
    <div
      ref={box}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the drawing is made of a file of this repository.
      dangerouslySetInnerHTML={{ __html: rendered.svg }}
    />
  );
}

/** The room that a drawing will take, so that nothing moves when it comes. */
function Room({ title }: { readonly title: string }) {
  const known = (sizes as Readonly<Record<string, DrawingSizes>>)[title];
  if (known === undefined) return null;
  const style = Object.fromEntries(
    (['wide', 'narrow'] as const).flatMap((screen) => {
      const { width, height, least } = known[screen];
      return [
        [`--${screen}-ratio`, `${width} / ${height}`],
        [`--${screen}-width`, `${width}px`],
        [`--${screen}-least`, `${least}px`],
      ];
    }),
  );
  return <div className="diagram-room" style={style} />;
}

/** How far outside the window a diagram is drawn already, so that who scrolls to it finds it. */
const ahead = '600px';
/** What a reader does; from then on the diagrams that are out of sight are drawn, too: they may be printed. */
const signsOfLife = ['pointerdown', 'keydown', 'wheel', 'touchstart'];

/** Whether a diagram has to be drawn: several at once would keep a page busy while it loads. */
function useWanted(box: RefObject<HTMLElement | null>): boolean {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (isWanted || box.current === null) return;
    const want = () => setWanted(true);
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) want();
      },
      { rootMargin: ahead },
    );
    observer.observe(box.current);
    const events = [...signsOfLife, 'beforeprint'];
    for (const name of events) window.addEventListener(name, want, { passive: true });
    return () => {
      observer.disconnect();
      for (const name of events) window.removeEventListener(name, want);
    };
  }, [box, isWanted]);
  return isWanted;
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
