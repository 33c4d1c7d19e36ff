export { ComponentForm } from './ComponentForm.tsx'
