"""What `dondoc import` and `dondoc init --from-plan` share: the file read, told, and made into a plan."""
