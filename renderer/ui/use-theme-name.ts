import { useMantineColorScheme } from '@mantine/core'

/** The theme that is shown, with `system` already decided. */
export function useResolvedThemeName(): 'dark' | 'light' {
  const { colorScheme } = useMantineColorScheme()
  return colorScheme === 'light' ? 'light' : 'dark'
}
