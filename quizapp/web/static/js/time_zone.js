// Fills in the time zone of the device, by which a learner's day begins.
for (const field of document.querySelectorAll('[name="time_zone"]')) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
