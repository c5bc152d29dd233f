import { version } from './version.js';

// The version is told before anything else is loaded.
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import('./cli/main.js');
  await main(words);
}
