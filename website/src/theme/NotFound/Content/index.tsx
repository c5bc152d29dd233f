import Link from '@docusaurus/Link';
import SearchBar from '@theme/SearchBar';
import styles from './not-found.module.css';

/** Says that there is no such page, and helps to find the right one. */
export default function NotFoundContent() {
  return (
    <main className={styles.page}>
      <h1>There is no page at this address</h1>
      <p>
        Addresses of requirements are made of their ids, such as{' '}
        <code>/spec/env-vars/ordering/same-order/</code>, and never change.
      </p>
      <div className={styles.search}>
        <SearchBar />
      </div>
      <p>
        <Link to="/spec/env-vars/">All requirements</Link>, or <Link to="/">the first page</Link>.
      </p>
    </main>
  );
}
