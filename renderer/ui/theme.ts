import { createTheme, type MantineColorsTuple } from '@mantine/core'
import overrides from './mantine-overrides.module.css'

const accent: MantineColorsTuple = [
  '#eef0ff', '#d9ddff', '#b7beff', '#98a4ff', '#7c8cff', '#6676f5', '#4a5be0', '#3b4ac4', '#303ca3', '#262f80',
] // prettier-ignore

/** Mantine set to the density of the design: 28 px controls, radius 6, our fonts. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-data)',
  defaultRadius: 6,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '18px', md: '18px', lg: '20px', xl: '22px' },
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 80 } },
      classNames: { tooltip: overrides.tooltip },
    },
    Menu: {
      defaultProps: { shadow: 'none', transitionProps: { duration: 80 }, offset: 4 },
      classNames: {
        dropdown: overrides.dropdown,
        item: overrides.menuItem,
        label: overrides.menuLabel,
        divider: overrides.menuDivider,
      },
    },
    Select: {
      defaultProps: {
        size: 'xs',
        checkIconPosition: 'right',
        comboboxProps: { shadow: 'none', transitionProps: { duration: 80 }, offset: 4 },
      },
      classNames: {
        input: overrides.input,
        dropdown: overrides.dropdown,
        option: overrides.option,
        section: overrides.section,
      },
    },
    Modal: {
      defaultProps: { radius: 8, centered: true, transitionProps: { duration: 100 } },
      classNames: {
        content: overrides.modal,
        header: overrides.modalHeader,
        title: overrides.modalTitle,
        overlay: overrides.modalOverlay,
      },
    },
    Notification: {
      classNames: {
        root: overrides.notification,
        title: overrides.notificationTitle,
        description: overrides.notificationText,
      },
    },
  },
})
