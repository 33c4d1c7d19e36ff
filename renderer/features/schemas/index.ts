export { SchemasPanel } from './SchemasPanel.tsx'
