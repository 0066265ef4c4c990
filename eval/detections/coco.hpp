#pragma once

namespace brigade::eval {

/// Categories of COCO's detection task, numbered from 0 as in YOLO labels (COCO's own ids, 1..90, have gaps).
inline constexpr int kCategories = 80;

}  // namespace brigade::eval
