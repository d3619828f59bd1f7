// What screens are built from.
export { Button } from "./button.js";
export { Field, TextArea, Select, Password, Picks, Check } from "./field.js";
export { Rows, Row, Chips, Tag, Notice, Progress, Tabs } from "./parts.js";
export { Loading, Empty, Failed, Shown, useData } from "./states.js";
export { toast } from "./toast.js";
export { Dialog } from "./dialog.js";
export { Table } from "./table.js";
export { Page } from "./page.js";
export { useForm, Conflict, Refused } from "./form.js";
