import Link from '@docusaurus/Link';
import styles from './landing.module.css';

interface Stop {
  readonly name: string;
  readonly says: string;
}

const stops: readonly Stop[] = [
  { name: 'backend', says: 'any keys and values' },
  { name: 'driver', says: 'CSI node plugin' },
  { name: 'kubelet', says: 'or another CO' },
  { name: 'runtime', says: 'CRI' },
  { name: 'container', says: 'environment' },
];

/** What travels between a stop and the next one. */
const hops: readonly string[] = ['fetch', 'local socket', 'in memory', 'start'];

const says =
  'A backend holds the values. The driver fetches them and answers one call of the kubelet over a local socket. ' +
  'The kubelet hands them to the container runtime in memory, which starts the container with them. Neither driver nor kubelet writes them to etcd or disk.';

const box = { width: 128, height: 56 } as const;

/** The way of a value from its backend into a container, and where it never goes. */
export function DataPath() {
  return (
    <figure className={styles.figure}>
      <Across />
      <Down />
      <figcaption>
        <span className="sr-only">{says}</span>
        Neither driver nor kubelet writes a value to etcd, disk or log. What the runtime keeps of a container
        is its own affair: <Link to="/kep/#summary">the proposal says what that means</Link>.
      </figcaption>
    </figure>
  );
}

function Across() {
  const step = 200;
  const x = (index: number) => 8 + index * step;
  return (
    <svg viewBox="0 0 944 232" className={styles.across} aria-hidden="true" focusable="false">
      <Defs id="across" />
      {stops.map((stop, i) => (
        <Box key={stop.name} stop={stop} x={x(i)} y={24} />
      ))}
      {hops.map((hop, i) => (
        <g key={hop}>
          <path
            className={styles.flow}
            d={`M${x(i) + box.width + 4} 52h${step - box.width - 12}`}
            markerEnd="url(#arrow-across)"
          />
          <text className={styles.hop} x={x(i) + box.width + (step - box.width) / 2} y={i === 1 ? 20 : 40}>
            {hop}
          </text>
        </g>
      ))}
      <text className={styles.call} x={x(1) + box.width + 36} y={96}>
        NodeGetEnvVars
      </text>
      <path className={styles.never} d={`M${x(2) + 34} 84v70`} />
      <path className={styles.never} d={`M${x(2) + 94} 84v34h158v36`} />
      <Barred name="etcd" x={x(2) - 30} y={160} />
      <Barred name="disk" x={x(3) - 12} y={160} />
    </svg>
  );
}

function Down() {
  const step = 104;
  const y = (index: number) => 8 + index * step;
  return (
    <svg viewBox="0 0 300 488" className={styles.down} aria-hidden="true" focusable="false">
      <Defs id="down" />
      {stops.map((stop, i) => (
        <Box key={stop.name} stop={stop} x={8} y={y(i)} />
      ))}
      {hops.map((hop, i) => (
        <g key={hop}>
          <path
            className={styles.flow}
            d={`M72 ${y(i) + box.height + 4}v${step - box.height - 12}`}
            markerEnd="url(#arrow-down)"
          />
          <text className={styles.hopBeside} x={88} y={y(i) + box.height + 28}>
            {hop}
          </text>
        </g>
      ))}
      <text className={styles.callBeside} x={168} y={y(1) + box.height + 28}>
        NodeGetEnvVars
      </text>
      <path className={styles.never} d={`M140 ${y(2) + 28}h52`} />
      <path className={styles.never} d={`M166 ${y(2) + 28}v72h26`} />
      <Barred name="etcd" x={196} y={y(2) + 8} />
      <Barred name="disk" x={196} y={y(2) + 80} />
    </svg>
  );
}

function Defs({ id }: { readonly id: string }) {
  return (
    <defs>
      <marker
        id={`arrow-${id}`}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path d="M0 0l8 4-8 4z" className={styles.head} />
      </marker>
    </defs>
  );
}

function Box({ stop, x, y }: { readonly stop: Stop; readonly x: number; readonly y: number }) {
  return (
    <g>
      <rect className={styles.box} x={x} y={y} width={box.width} height={box.height} rx={3} />
      <text className={styles.boxName} x={x + box.width / 2} y={y + 24}>
        {stop.name}
      </text>
      <text className={styles.boxSays} x={x + box.width / 2} y={y + 43}>
        {stop.says}
      </text>
    </g>
  );
}

function Barred({ name, x, y }: { readonly name: string; readonly x: number; readonly y: number }) {
  return (
    <g>
      <rect className={styles.barred} x={x} y={y} width={96} height={40} rx={3} />
      <path className={styles.cross} d={`M${x - 6} ${y - 6}l108 52M${x + 102} ${y - 6}l-108 52`} />
      <text className={styles.barredName} x={x + 48} y={y + 25}>
        {name}
      </text>
    </g>
  );
}
