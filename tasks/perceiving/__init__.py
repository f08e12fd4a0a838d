"""What `handroid bench perception` measures: speed, memory, and how often perception is right."""
