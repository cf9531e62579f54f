"""From quần chúng ưu tú to official member: targets, the source, cases of admission and recognition."""
