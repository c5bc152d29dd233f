import Link from '@docusaurus/Link';
import landing from '@site/.generated/landing.json';
import CodeBlock from '@theme/CodeBlock';
import Layout from '@theme/Layout';
import { DataPath } from '../components/landing/data-path';
import styles from '../components/landing/landing.module.css';

/** What the call is, where a value travels, a way in for each reader, and one real run. */
export default function Landing() {
  return (
    <Layout description="The specification of CSI NodeGetEnvVars as data, the tests that decide it, and the evidence that they do.">
      <main className={styles.page}>
        <h1>A CSI driver hands environment variables to a container without writing them to etcd or disk.</h1>
        <p className={styles.lead}>
          With the proposed call <code>NodeGetEnvVars</code> the kubelet asks a driver on the node for the
          values of one container in one batch, over a local socket, and hands them to the container runtime
          in memory.
        </p>
        <DataPath />
        <div className={styles.doors}>
          {landing.doors.map(({ title, says, links }) => (
            <section key={title} className={styles.door}>
              <h2>{title}</h2>
              <p>{says}</p>
              <ul>
                {links.map(({ label, to }) => (
                  <li key={to}>
                    <Link to={to}>{label}</Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <section className={styles.run}>
          <h2>One run</h2>
          <p>
            Node 20.19 or later is all that it takes to test a driver, requirement by requirement. Without a
            driver the command tests the reference driver that it brings along, as here.
          </p>
          <CodeBlock language="bash">{landing.command}</CodeBlock>
          <p>
            <strong>{landing.notPublished.title}.</strong> {landing.notPublished.says}
          </p>
          <CodeBlock language="bash">{landing.notPublished.command}</CodeBlock>
          <CodeBlock language="text">{landing.output}</CodeBlock>
        </section>
      </main>
    </Layout>
  );
}
