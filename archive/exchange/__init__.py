"""What leaves the archive and what comes into it: CDXJ, WACZ, the captures of other tools."""
