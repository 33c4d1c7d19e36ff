import { useLayoutEffect, useSyncExternalStore } from 'react'
import { useSession } from '../state/workspace.ts'

const darkQuery = '(prefers-color-scheme: dark)'

function subscribe(listener: () => void): () => void {
  const query = matchMedia(darkQuery)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Dark or light, as the user chose or the system says; also set on the page. */
export function useResolvedTheme(): 'dark' | 'light' {
  const theme = useSession((state) => state.theme)
  const isSystemDark = useSyncExternalStore(subscribe, () => matchMedia(darkQuery).matches)
  const resolved = theme === 'system' ? (isSystemDark ? 'dark' : 'light') : theme
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = resolved
  }, [resolved])
  return resolved
}
