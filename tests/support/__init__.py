"""What tests share: builders, pictures of a day, fakes of ports, strategies."""
