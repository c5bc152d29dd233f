import type { ReactNode } from 'react';
import styles from './requirement.module.css';

/** The binding sentences of a requirement. */
export function Normative({ children }: { readonly children: ReactNode }) {
  return <blockquote className={styles.normative}>{children}</blockquote>;
}
