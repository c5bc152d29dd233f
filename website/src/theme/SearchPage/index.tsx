import Original from '@theme-original/SearchPage';
import { useEffect } from 'react';

/** The page of search results, with the landmark that it lacks. */
export default function SearchPage() {
  useEffect(() => {
    const content = document.getElementById('__docusaurus_skipToContent_fallback');
    content?.setAttribute('role', 'main');
    return () => content?.removeAttribute('role');
  }, []);
  return <Original />;
}
